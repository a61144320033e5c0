package policy

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// Carried says that a claim is now about other words.
type Carried struct {
	UID string `json:"uid"`
	Was string `json:"was"`
	Now string `json:"now"`
}

// ClaimMigration does a change of words and takes the claims along. A claim whose
// sentence is gone is attached to the most similar one of those that came. If
// none came, nothing is done: the claim is one of the Lost, and the editor may
// Drop it. No claim is ever lost unseen.
type ClaimMigration struct {
	Drop    []string // what claims say that go with their sentences
	Carried []Carried
	Lost    []string
}

// errLost is what an editor hears who took a sentence away that is checked.
var errLost = validation.Errors{
	"claims": "A sentence that is checked is gone. Rephrase it, or tick below to remove its check, too.",
}

// Change wraps another one.
func (c *ClaimMigration) Change(change Change) Change {
	return func(before Document) (Document, error) {
		after, err := change(before)
		if err != nil {
			return after, err
		}
		after = c.carry(before, after.clone())
		if len(c.Lost) > 0 {
			return after, errLost
		}
		return after, nil
	}
}

// Since adds up what was carried in several steps: by now, from what it was at
// first. What came back to where it was is left out.
func (c *ClaimMigration) Since(earlier []Carried, d Document) []Carried {
	all := slices.Clone(c.Carried)
	for _, e := range earlier {
		i := slices.IndexFunc(all, func(now Carried) bool { return now.Was == e.Now })
		if i >= 0 {
			all[i].Was = e.Was
		} else if d.claimAbout(e.UID, e.Now) >= 0 {
			all = append(all, e)
		}
	}
	return slices.DeleteFunc(all, func(now Carried) bool { return now.Was == now.Now })
}

// claimAbout is the place of the block's claim about the words; -1 if there is none.
func (d Document) claimAbout(uid, says string) int {
	b, _ := d.Block(uid)
	return slices.IndexFunc(b.Claims, func(c claim.Claim) bool { return c.Says == says })
}

func (c *ClaimMigration) carry(before, after Document) Document {
	c.Carried, c.Lost = nil, nil
	for _, anchor := range append([]string{Intro}, after.Anchors()...) {
		blocks := *after.list(anchor)
		for i := range blocks {
			blocks[i].Claims = c.claims(before, after, blocks[i])
		}
	}
	return after
}

func (c *ClaimMigration) claims(before, after Document, b Block) []claim.Claim {
	var claims []claim.Claim
	was, _ := before.Block(b.UID)
	old, texts := before.Sentences(was), after.quotable(b)
	for _, one := range b.Claims {
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, one.Says) }) {
			claims = append(claims, one)
			continue
		}
		says := nearest(one.Says, old, after.Sentences(b))
		switch {
		case says != "":
			c.Carried = append(c.Carried, Carried{b.UID, one.Says, says})
			one.Says = says
			claims = append(claims, one)
		case !slices.Contains(c.Drop, one.Says):
			c.Lost = append(c.Lost, one.Says)
			claims = append(claims, one)
		}
	}
	return claims
}

// nearest is, of the new sentences that were not there before, the one most
// like what was said; where several are, the one that stands nearest to its
// place.
func nearest(says string, old, new []string) string {
	place := slices.IndexFunc(old, func(s string) bool { return strings.Contains(s, says) || strings.Contains(says, s) })
	best, found := 0.0, ""
	for i, sentence := range new {
		if slices.Contains(old, sentence) {
			continue
		}
		if score := 1 + likeness(says, sentence) - float64(max(i-place, place-i))/1e6; score > best {
			best, found = score, sentence
		}
	}
	return found
}

// likeness is the share of words that two sentences have in common: 0 to 1.
func likeness(a, b string) float64 {
	wordsA, wordsB := wording.Words(a), wording.Words(b)
	counts, common := map[string]int{}, 0
	for _, word := range wordsA {
		counts[word]++
	}
	for _, word := range wordsB {
		if counts[word] > 0 {
			counts[word]--
			common++
		}
	}
	return 2 * float64(common) / float64(max(len(wordsA)+len(wordsB), 1))
}
