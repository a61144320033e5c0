// Package priority has a process give way to all others: it runs where none of them wants
// to, and goes first where memory is short. Start reading at [Lower].
package priority
