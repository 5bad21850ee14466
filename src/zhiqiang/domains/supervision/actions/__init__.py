"""What is done in supervision: drawing up orders, their steps, reviews, interviews and corrections."""
