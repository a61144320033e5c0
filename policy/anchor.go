package policy

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxMadeAnchor is how long an anchor made of a title becomes.
const maxMadeAnchor = 60

// newAnchor makes an anchor of a title that none of the taken ones is.
func newAnchor(title string, taken []string) string {
	base := plainAnchor(title)
	anchor := base
	for n := 2; slices.Contains(taken, anchor); n++ {
		anchor = base + "-" + strconv.Itoa(n)
	}
	return anchor
}

// plainAnchor keeps letters a to z and digits: "What Are Cookies?" becomes
// what-are-cookies. A title in another script gives "section".
func plainAnchor(title string) string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFD.String(title)), func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z' && !unicode.Is(unicode.Mn, r)
	})
	anchor := ""
	for _, word := range words {
		word = strings.Map(keepASCII, word)
		if word != "" && len(anchor)+len(word) < maxMadeAnchor {
			anchor += "-" + word
		}
	}
	if anchor == "" {
		return "section"
	}
	return anchor[1:]
}

func keepASCII(r rune) rune {
	if r > unicode.MaxASCII {
		return -1
	}
	return r
}
