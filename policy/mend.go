package policy

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// Mend is an edit after which a sentence is not untrue any more: other words, or none.
type Mend struct {
	Now      string // the whole sentence; "" takes it out
	Old, New string // the words that differ
}

// Removes reports whether the mend takes the sentence out.
func (m Mend) Removes() bool { return m.Now == "" }

// Mends returns what can be done about a sentence of a block that is not true, the best first.
// Rewordings were read by the grammar where they would stand, and hold; the last takes the sentence
// out. There is none where the program cannot work one out.
func (d Document) Mends(uid, says string, e claim.Evidence) []Mend {
	var all []Mend
	for _, now := range candidates(says, d.Evidence(e).Cookies) {
		if _, err := Reword(uid, says, now, e)(d); err != nil {
			continue
		}
		old, new := changedWords(says, now)
		all = append(all, Mend{now, old, new})
	}
	if _, err := TakeOut(uid, says)(d); err == nil {
		all = append(all, Mend{Old: d.sentenceWith(uid, says)})
	}
	return all
}

// Mended does a mend of the sentence.
func Mended(uid, says, now string, e claim.Evidence) Change {
	if now == "" {
		return TakeOut(uid, says)
	}
	return Reword(uid, says, now, e)
}

// Reword puts another sentence in the place of one of a block, and checks what the grammar reads
// in it. It returns [ErrConflict] where the sentence is not there, or the new one is not read or
// does not hold.
func Reword(uid, says, now string, e claim.Evidence) Change {
	return changed(func(d *Document) error {
		if !d.replaceSentence(uid, says, now) {
			return ErrConflict
		}
		_, list, i := d.listOf(uid)
		read := Plain(now)
		for _, s := range d.Readings(e) {
			if s.UID == uid && s.Says == read && !s.Linked && s.Untrue(d.Evidence(e)) == "" {
				claims, fit := claimsAbout(now, s.Reading.Says)
				if fit {
					(*list)[i].Claims = append(withoutClaim((*list)[i].Claims, says), claims...)
					return nil
				}
			}
		}
		return ErrConflict
	})
}

// replaceSentence changes the words of the block, or, where a table prints them, of a cookie. Where they
// are a whole sentence, that one is changed, and no longer one that has them, too.
func (d *Document) replaceSentence(uid, says, now string) bool {
	_, list, i := d.listOf(uid)
	if list == nil || says == "" {
		return false
	}
	b, place := (*list)[i], strings.Index
	if slices.Contains(d.Sentences(b), says) {
		place = placeOfSentence
	}
	found := false
	replace := func(_, _, text string) string {
		at := place(text, says)
		if found || at < 0 {
			return text
		}
		found = true
		before, after := text[:at], text[at+len(says):]
		if now == "" {
			return joined(before, after)
		}
		return before + now + after
	}
	(*list)[i] = b.visit(replace)
	for n := range d.Cookies {
		if b.quotes(d.Cookies[n]) {
			d.Cookies[n].Purpose = replace("", "", d.Cookies[n].Purpose)
		}
	}
	return found
}

// quotes reports whether the block prints the purpose of the cookie.
func (b Block) quotes(c cookie.Declaration) bool {
	quoter, isQuoter := b.Content.(block.Quoter)
	return isQuoter && len(quoter.Quotes([]cookie.Declaration{c})) > 0
}

// placeOfSentence is where the text has those words as a whole sentence; -1 where it has not.
func placeOfSentence(text, says string) int {
	at := 0
	for _, sentence := range wording.Sentences(text) {
		i := strings.Index(text[at:], sentence)
		switch {
		case i < 0:
			return -1
		case sentence == says:
			return at + i
		}
		at += i + len(sentence)
	}
	return -1
}

// claimsAbout makes as few claims as there can be of the conditions; false if one of them is of a
// kind that no claim can have, or there is none.
func claimsAbout(says string, conditions []claim.Condition) (claims []claim.Claim, fit bool) {
	for _, condition := range conditions {
		if claim.KindOf(condition) == nil {
			return nil, false
		}
		one := claim.About(says, condition)
		i := slices.IndexFunc(claims, func(c claim.Claim) bool { _, fits := c.And(one); return fits })
		if i < 0 {
			claims = append(claims, one)
			continue
		}
		claims[i], _ = claims[i].And(one)
	}
	return claims, len(claims) > 0
}

func withoutClaim(claims []claim.Claim, says string) []claim.Claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c claim.Claim) bool { return c.Says == says })
}

// changedWords are the words between those that both begin and end with.
func changedWords(was, now string) (old, new string) {
	a, b := strings.Fields(was), strings.Fields(now)
	for len(a) > 1 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return strings.Join(a, " "), strings.Join(b, " ")
}
