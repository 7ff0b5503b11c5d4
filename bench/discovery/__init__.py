"""Schemas that others designed, labelled by hand: what finding personal data is measured by."""
