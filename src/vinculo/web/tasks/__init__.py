"""Tarefas: what sectors are asked, their queues and answers, and asking from a case."""
