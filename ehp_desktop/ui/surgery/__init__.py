"""The surgeries page: meetings, their agendas, and the agenda on paper."""
