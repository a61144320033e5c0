package compare

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// storageOf returns what the document says that pages keep besides cookies.
func storageOf(d policy.Document) (all block.Storage) {
	for _, b := range d.Blocks() {
		storage, _ := b.Content.(block.Storage)
		all = append(all, storage...)
	}
	return all
}

// StorageKind returns what a policy calls the kind of store.
func StorageKind(kind report.StoreKind) block.StorageKind {
	switch kind {
	case report.LocalStorage:
		return block.LocalStorage
	case report.SessionStorage:
		return block.SessionStorage
	case report.IndexedDB:
		return block.IndexedDB
	case report.CacheStorage:
		return block.Cache
	case report.ServiceWorker:
		return block.ServiceWorker
	case report.PrivateFiles:
	}
	return block.OtherStorage
}

// stores compares what pages keep besides cookies with what the policy says of it.
func (c *Comparison) stores() {
	for _, s := range c.Stored {
		if declared, found := c.described(s); found {
			c.storedBefore(s, declared)
			c.storedAfter(s, declared)
		} else {
			c.notDeclared(s)
		}
	}
}

// described returns the row of what is kept. What another site's frames keep is theirs: only a row
// that names somebody means it.
func (c *Comparison) described(s report.Stored) (block.Stored, bool) {
	rows := c.storage
	if origin, err := url.Parse(s.Origin); err != nil || !siteurl.SameSite(origin, c.site) {
		rows = slices.DeleteFunc(slices.Clone(rows), func(row block.Stored) bool { return row.Party == "" })
	}
	return rows.Find(StorageKind(s.Kind), s.Key)
}

func (c *Comparison) notDeclared(s report.Stored) {
	c.Find(report.Finding{
		Kind: report.StoredFound, Severity: report.High, Subject: s.Key, Detail: string(s.Kind), Seen: s.Seen,
		What: fmt.Sprintf(
			"%s keeps %s in the browser's %s%s.",
			s.Origin,
			cmp.Or(s.Key, "something without a name"),
			s.Kind,
			sizeWords(s.Size),
		),
		Mend: "Visitors have to be told about this as about a cookie: describe it in the policy, or do without it.",
	})
}

// storedBefore finds what needs consent and was kept without it.
func (c *Comparison) storedBefore(s report.Stored, declared block.Stored) {
	if declared.Category == cookie.Necessary {
		return
	}
	without := slices.DeleteFunc(slices.Clone(s.Seen), func(w report.Where) bool {
		return !slices.Contains(claim.WithoutConsent(), w.Journey)
	})
	if len(without) > 0 {
		c.Find(report.Finding{
			Kind: report.BeforeConsent, Severity: report.High, Subject: s.Key, Detail: string(s.Kind), Seen: without,
			What: fmt.Sprintf("%s (%s) was kept in the browser's %s though nobody had agreed to it.",
				s.Key, declared.Category.Words(), s.Kind),
			Mend: "Keep it only after a visitor agreed.",
		})
	}
}

// storedAfter finds what needs consent and was kept, or came, after a yes was taken back.
func (c *Comparison) storedAfter(s report.Stored, declared block.Stored) {
	after := slices.DeleteFunc(slices.Clone(s.Seen), func(w report.Where) bool { return w.Journey != report.Withdrawn })
	if declared.Category != cookie.Necessary && len(after) > 0 {
		c.Find(report.Finding{
			Kind: report.AfterWithdrawal, Severity: report.High, Subject: s.Key, Detail: string(s.Kind), Seen: after,
			What: fmt.Sprintf("%s (%s) was still there after consent was withdrawn.", s.Key, declared.Category.Words()),
			Mend: "Take it out of the browser when a visitor withdraws.",
		})
	}
}

// neverStored finds what the policy says that pages keep, and that was not met.
func (c *Comparison) neverStored() {
	for _, declared := range c.storage {
		isMet := func(s report.Stored) bool {
			met, found := c.described(s)
			return found && met == declared
		}
		if slices.ContainsFunc(c.Stored, isMet) {
			continue
		}
		c.Find(report.Finding{
			Kind: report.NeverSeen, Severity: c.missing(declared.Category), Subject: declared.Name,
			Detail: string(declared.Kind),
			What:   fmt.Sprintf("%s (%s) is described, and was never kept.", declared.Name, declared.Kind.Words()),
			Mend:   "If nothing keeps it any more, take it out of the policy. If only members get it, have the audit log in.",
		})
	}
}

// missing returns how bad it is that something of the category was not met: where nobody
// logged in or agreed, it could not be.
func (c *Comparison) missing(category cookie.Category) report.Severity {
	if !c.walked(report.Member) || category != cookie.Necessary && !c.walked(report.Agreed) {
		return report.Low
	}
	return report.Medium
}

func sizeWords(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf(" (%d MB)", bytes>>20)
	case bytes >= 1<<10:
		return fmt.Sprintf(" (%d KB)", bytes>>10)
	case bytes > 0:
		return fmt.Sprintf(" (%d bytes)", bytes)
	}
	return ""
}
