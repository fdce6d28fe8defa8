// Package faults asks the built plugin, the way that a user's questions go,
// while Loki, Tempo, or what lies between fails in every way that is known, and
// while others ask beside. It holds what the user then sees, and writes that as
// the tables of docs/reliability.md:
//
//	go test ./tests/checks/faults -update
package faults
