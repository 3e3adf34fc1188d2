"""What people see, by audience."""
