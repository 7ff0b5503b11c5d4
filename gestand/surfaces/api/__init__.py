"""The API: what programs of the organisation ask over HTTP."""
