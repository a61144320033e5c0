package views

import "regexp"

// Link is a page of this site.
type Link struct{ Title, Href string }

var webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)

type textPart struct {
	text string
	link bool
}

// linkParts splits a text into web addresses and what is between them.
func linkParts(text string) []textPart {
	var parts []textPart
	for {
		at := webAddress.FindStringIndex(text)
		if at == nil {
			return append(parts, textPart{text, false})
		}
		parts = append(parts, textPart{text[:at[0]], false}, textPart{text[at[0]:at[1]], true})
		text = text[at[1]:]
	}
}
