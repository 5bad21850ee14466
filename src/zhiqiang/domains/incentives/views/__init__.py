"""Pages of money: budgets and programmes, one record with all that bears on it, and what people do there."""
