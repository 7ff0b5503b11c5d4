"""The register of consents: what people said, as evidence, and in columns as grounds."""
