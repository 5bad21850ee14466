"""What is read for assessment: schemes, facts, standings of a run, data quality, past figures under a draft scheme."""
