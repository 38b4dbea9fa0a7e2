"""What people read: Thai first, English beside it. No rule of the work is decided here."""
