"""What is written: duties, milestones, reports, confidence. Every change of a record is a step of its register."""
