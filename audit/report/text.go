package report

import "fmt"

// maxText is how much is kept of a name that the page chose.
const maxText = 200

// Short cuts a name that the page chose to what a report keeps of it.
func Short(text string) string {
	runes := []rune(text)
	if len(runes) <= maxText {
		return text
	}
	return string(runes[:maxText]) + "…"
}

// Quantity is a number of things in words: "1 page", "2 pages".
func Quantity(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
