package policy

import (
	"strings"

	"github.com/prokken/prokken/policy/wording"
)

// Tidy are the words without what is empty or cannot be seen, as documents have them,
// and titles and headings are one line.
func (w Words) Tidy() Words {
	tidy := Words{}
	for key, text := range w {
		if key == titleKey || strings.HasSuffix(key, "."+titleKey) {
			text = strings.Join(strings.Fields(text), " ")
		}
		if text = wording.Normalize(text); text != "" {
			tidy[key] = text
		}
	}
	return tidy
}
