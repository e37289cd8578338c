"""What is asked, decided and advised: pure rules over data, without a word of text."""
