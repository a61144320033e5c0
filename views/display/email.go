package display

import (
	"strings"

	"golang.org/x/net/idna"
)

// Email writes an address as people type it: its domain in their letters.
func Email(stored string) string {
	local, domain, found := strings.Cut(stored, "@")
	if words, err := idna.Display.ToUnicode(domain); found && err == nil {
		return local + "@" + words
	}
	return stored
}
