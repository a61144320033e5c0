package upkeep

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
)

// newestSeen is what the newest audit of the site saw: a complete one if there is any.
func (s *Service) newestSeen(ctx context.Context, id models.SiteID) (report.Report, error) {
	a, err := audits.NewestComplete(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		a, err = audits.NewestDone(ctx, s.db, id)
	}
	if err != nil {
		return report.Report{}, err
	}
	return readReport(a)
}

// SayAgain returns what puts those sentences into a draft that hold of the cookies as it declares
// them now, in place of those that were generated before. What somebody wrote stays.
func (s *Service) SayAgain(ctx context.Context, on *site.Site) (policy.Change, error) {
	seen, err := s.newestSeen(ctx, on.SiteID())
	if err != nil {
		return nil, err
	}
	return func(d policy.Document) (policy.Document, error) { return sayAgain(seen, d, on.Names), nil }, nil
}

func sayAgain(seen report.Report, d policy.Document, names []string) policy.Document {
	i := slices.IndexFunc(d.Sections, func(s policy.Section) bool { return s.Anchor == usedAnchor })
	if i < 0 {
		return d
	}
	d.Sections = slices.Clone(d.Sections)
	kept := slices.DeleteFunc(slices.Clone(d.Sections[i].Blocks), isGenerated)
	var said []policy.Block
	for _, content := range cookiesWeUse(seen, d, names) {
		if prose, isProse := content.(block.Prose); isProse {
			said = append(said, policy.Block{Content: prose})
		}
	}
	d.Sections[i].Blocks = append(said, kept...)
	return d
}

// isGenerated reports whether the block is a sentence that this package writes.
func isGenerated(b policy.Block) bool {
	prose, isProse := b.Content.(block.Prose)
	return isProse && len(b.Claims) == 0 && slices.Contains(vocabulary(), string(prose))
}

// Take returns what makes a draft say what a proposal found; false where only the site can be
// mended.
func (s *Service) Take(ctx context.Context, on *site.Site, p proposals.Proposal) (policy.Change, bool, error) {
	seen, err := s.newestSeen(ctx, on.SiteID())
	if err != nil {
		return nil, false, err
	}
	fresh, err := s.newDocument(seen, on.Names)
	if err != nil {
		return nil, false, err
	}
	var take func(d, fresh policy.Document, p proposals.Proposal) policy.Document
	switch report.Kind(p.Kind) {
	case report.Undeclared, report.WrongAttribute, report.LivesLonger:
		take = takeCookie
	case report.ThirdPartyFound:
		take = takeParty
	case report.StoredFound:
		take = takeStored
	case report.ClaimFails:
		take = dropSentence
	default:
		return nil, false, nil
	}
	return func(d policy.Document) (policy.Document, error) {
		return sayAgain(seen, take(d, fresh, p), on.Names), nil
	}, true, nil
}

// takeCookie declares the cookie as it was seen. What the owner said of it stays.
func takeCookie(d, fresh policy.Document, p proposals.Proposal) policy.Document {
	d.Cookies = slices.Clone(d.Cookies)
	seen, found := fresh.Cookie(p.Subject)
	if !found {
		return d
	}
	for i, declared := range d.Cookies {
		if declared.Name == seen.Name {
			seen.Purpose, seen.Category, seen.Party = declared.Purpose, declared.Category, declared.Party
			d.Cookies[i] = seen
			return d
		}
	}
	d.Cookies = append(d.Cookies, seen)
	return withTable(d)
}

// withTable adds a table to a document that had no cookies.
func withTable(d policy.Document) policy.Document {
	for _, b := range d.Blocks() {
		if _, isTable := b.Content.(block.CookieTable); isTable {
			return d
		}
	}
	return appendTo(d, usedAnchor, "Cookies We Use", block.CookieTable{Caption: "Cookies"})
}

// takeParty names the host among the third parties.
func takeParty(d, fresh policy.Document, p proposals.Proposal) policy.Document {
	for _, b := range fresh.Blocks() {
		parties, _ := b.Content.(block.ThirdParties)
		for _, party := range parties {
			if party.Name == p.Subject {
				return appendTo(d, "third-parties", "Third Parties", block.ThirdParties{party})
			}
		}
	}
	return d
}

// takeStored declares what is kept besides cookies.
func takeStored(d, fresh policy.Document, p proposals.Proposal) policy.Document {
	for _, b := range fresh.Blocks() {
		items, _ := b.Content.(block.Storage)
		for _, item := range items {
			if item.Name == p.Subject {
				return appendTo(d, "other-storage", "Other Storage", block.Storage{item})
			}
		}
	}
	return d
}

// dropSentence takes the sentence out, and its paragraph where nothing else stands in it.
func dropSentence(d, _ policy.Document, p proposals.Proposal) policy.Document {
	without := func(blocks []policy.Block) []policy.Block {
		var kept []policy.Block
		for _, b := range blocks {
			if prose, isProse := b.Content.(block.Prose); isProse && b.UID == p.Detail {
				left := strings.TrimSpace(strings.Replace(string(prose), p.Subject, "", 1))
				if left == "" {
					continue
				}
				b.Content = block.Prose(left)
			}
			kept = append(kept, b)
		}
		return kept
	}
	d.Intro, d.Sections = without(d.Intro), slices.Clone(d.Sections)
	for i := range d.Sections {
		d.Sections[i].Blocks = without(d.Sections[i].Blocks)
	}
	return d
}

// appendTo adds content to a section: to a list of its kind, or as a block of its own.
func appendTo(d policy.Document, anchor, title string, content block.Content) policy.Document {
	d.Sections = slices.Clone(d.Sections)
	i := slices.IndexFunc(d.Sections, func(s policy.Section) bool { return s.Anchor == anchor })
	if i < 0 {
		at := max(len(d.Sections)-1, 0) // before the contact
		d.Sections = slices.Insert(d.Sections, at, section(anchor, title, content))
		return d
	}
	d.Sections[i].Blocks = slices.Clone(d.Sections[i].Blocks)
	for j, b := range d.Sections[i].Blocks {
		switch list := b.Content.(type) {
		case block.ThirdParties:
			if more, same := content.(block.ThirdParties); same {
				d.Sections[i].Blocks[j].Content = slices.Concat(list, more)
				return d
			}
		case block.Storage:
			if more, same := content.(block.Storage); same {
				d.Sections[i].Blocks[j].Content = slices.Concat(list, more)
				return d
			}
		}
	}
	d.Sections[i].Blocks = append(d.Sections[i].Blocks, policy.Block{Content: content})
	return d
}
