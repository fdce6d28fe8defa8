// Grafana's own setup: matchers and what jsdom lacks.
import './.config/jest-setup';
