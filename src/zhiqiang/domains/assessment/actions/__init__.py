"""What is done in assessment. The steps of a record do what `effects` of its register name, from these modules."""
