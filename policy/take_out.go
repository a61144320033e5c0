package policy

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// TakeOut takes the sentence with those words out of a block, or out of the purpose that the block
// prints, and what was checked of it. A block that said nothing else goes with it. It returns
// [ErrConflict] where the sentence is not there, where several have the words and none is just these, or
// where something has to stand in its place.
func TakeOut(uid, says string) Change {
	return changed(func(d *Document) error {
		sentence := d.sentenceWith(uid, says)
		if !isWhole(sentence) || !d.replaceSentence(uid, sentence, "") {
			return ErrConflict
		}
		_, list, i := d.listOf(uid)
		b := &(*list)[i]
		if b.Content = withoutBlankItems(b.Content); saysNothing(b.Content) {
			*list = slices.Delete(*list, i, i+1)
			return nil
		}
		b.Claims = slices.DeleteFunc(slices.Clone(b.Claims), func(c claim.Claim) bool {
			return strings.Contains(sentence, c.Says) && !d.stands(*b, c.Says)
		})
		if len(b.Problems()) > 0 || slices.ContainsFunc(d.Cookies, hasNoPurpose) {
			return ErrConflict
		}
		return nil
	})
}

// sentenceWith returns the sentence of the block that is just those words, or else the only one that
// has them, as it is written; "" if there is none, or it could be another.
func (d Document) sentenceWith(uid, says string) string {
	b, found := d.Block(uid)
	if !found || says == "" {
		return ""
	}
	var having []string
	for _, sentence := range d.Sentences(b) {
		if sentence == says || Plain(sentence) == says {
			return sentence
		}
		if strings.Contains(sentence, says) {
			having = append(having, sentence)
		}
	}
	if len(having) != 1 {
		return ""
	}
	return having[0]
}

// stands reports whether the words stand in the block.
func (d Document) stands(b Block, says string) bool {
	return slices.ContainsFunc(d.quotable(b), func(text string) bool { return strings.Contains(text, says) })
}

// isWhole reports whether no emphasis and no link begins in the sentence and ends behind it.
func isWhole(sentence string) bool {
	strong := strings.Count(sentence, "**")
	return sentence != "" && strong%2 == 0 && (strings.Count(sentence, "*")-2*strong)%2 == 0 &&
		strings.Count(sentence, "[") == strings.Count(sentence, "]")
}

func withoutBlankItems(content block.Content) block.Content {
	items, isList := content.(block.List)
	if !isList {
		return content
	}
	return slices.DeleteFunc(slices.Clone(items), func(item wording.Markdown) bool { return isBlank(string(item)) })
}

// saysNothing reports whether the content is one of words alone, and none are left.
func saysNothing(content block.Content) bool {
	switch content := content.(type) {
	case block.List:
		return len(content) == 0
	case block.Prose:
		return isBlank(string(content))
	case block.InShort:
		return isBlank(string(content))
	}
	return false
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

func hasNoPurpose(c cookie.Declaration) bool { return isBlank(c.Purpose) }

// joined is what is left of a text of which something was taken out, with the blanks that it needs at
// the seam.
func joined(before, after string) string {
	before, after = strings.TrimRight(before, " "), strings.TrimLeft(after, " ")
	switch {
	case before == "" || after == "":
		return strings.TrimSpace(before + after)
	case strings.HasSuffix(before, "\n") || strings.HasPrefix(after, "\n"):
		return strings.TrimRight(before, "\n") + "\n\n" + strings.TrimLeft(after, "\n")
	}
	return before + " " + after
}
