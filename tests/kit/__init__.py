"""Tools with which the project proves itself: crashes, schedules, histories, engines."""
