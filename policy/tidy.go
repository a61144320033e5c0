package policy

import (
	"strings"
)

// Tidy are the words without what is empty; line ends are as documents have them,
// and titles and headings are one line.
func (w Words) Tidy() Words {
	tidy := Words{}
	for key, text := range w {
		if key == titleKey || strings.HasSuffix(key, "."+titleKey) {
			text = strings.Join(strings.Fields(text), " ")
		}
		if text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")); text != "" {
			tidy[key] = text
		}
	}
	return tidy
}
