"""Guided interviews: the playbook's questions, asked where the map is emptiest, saved answer by answer."""
