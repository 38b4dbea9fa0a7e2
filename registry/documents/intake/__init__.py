"""Files from outside, looked over at the door: what is dangerous is refused, what is odd is pointed out."""
