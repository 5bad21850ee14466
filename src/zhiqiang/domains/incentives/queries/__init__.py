"""What is asked of money: which awards may be paid and how much, budget use, what was paid."""
