package upkeep

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/compare"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/observations"
	"github.com/prokken/prokken/policy/claim"
)

// maxKept is how many things of one audit are remembered.
const maxKept = 2000

// observed are the things that an audit saw, each once.
func observed(a audits.Audit, seen report.Report) []observations.Observation {
	var all []observations.Observation
	add := func(kind, name, host, path, attributes string, where []report.Where) {
		all = append(all, observations.Observation{
			SiteID: a.SiteID, Kind: kind, Name: short(name), Host: short(host), Path: short(path), Attributes: attributes,
			Setter: short(setterOf(where)), States: statesOf(where),
			FirstSeenAt: *a.EndedAt, LastSeenAt: *a.EndedAt, LastAuditID: a.ID,
		})
	}
	for _, c := range seen.Cookies {
		if c.Rejected == "" {
			add("cookie", c.Name, c.Domain, c.Path, attributesOf(c), c.Seen)
		}
	}
	for _, kept := range seen.Stored {
		add(string(compare.StorageKind(kept.Kind)), kept.Key, kept.Origin, "", "", kept.Seen)
	}
	for _, q := range seen.Requests {
		if !q.Blocked {
			add("request", "", q.Host, "", strings.ToLower(q.Kind), q.Seen)
		}
	}
	return unique(all)
}

// unique keeps of each thing the first, and no more than are remembered.
func unique(all []observations.Observation) []observations.Observation {
	known := map[[4]string]bool{}
	all = slices.DeleteFunc(all, func(o observations.Observation) bool {
		key := [4]string{o.Kind, o.Name, o.Host, o.Path}
		defer func() { known[key] = true }()
		return known[key]
	})
	return all[:min(len(all), maxKept)]
}

// attributesOf are those of a cookie in words.
func attributesOf(c report.Cookie) string {
	words := []string{claim.LifetimeWords(c.Lifetime)}
	if c.HTTPOnly {
		words = append(words, "HttpOnly")
	}
	if c.Secure {
		words = append(words, "Secure")
	}
	words = append(words, "SameSite="+string(report.EffectiveSameSite(c.SameSite)))
	if c.ThirdParty {
		words = append(words, "of another site")
	}
	return strings.Join(words, ", ")
}

func setterOf(where []report.Where) string {
	for _, w := range where {
		if w.Initiator != "" {
			return w.Initiator
		}
	}
	return ""
}

// statesOf are the journeys on which it was seen, as JSON.
func statesOf(where []report.Where) string {
	var names []string
	for _, w := range where {
		if !slices.Contains(names, string(w.Journey)) {
			names = append(names, string(w.Journey))
		}
	}
	text, err := json.Marshal(names)
	if err != nil {
		return "[]" // a list of words can be written
	}
	return string(text)
}

// maxText is how long a name is kept that somebody else chose.
const maxText = 500

func short(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText])
	}
	return text
}

// hasChanged reports whether an audit saw something else than the one before.
func hasChanged(before *report.Report, seen report.Report) bool {
	return before == nil || !slices.Equal(outline(*before), outline(seen))
}

// outline is what was seen, without the moments and the values.
func outline(r report.Report) []string {
	var all []string
	for _, c := range r.Cookies {
		all = append(all, fmt.Sprintf("cookie %s %s %s %s", c.Name, c.Domain, c.Path, attributesOf(c)))
	}
	for _, kept := range r.Stored {
		all = append(all, fmt.Sprintf("%s %s %s", kept.Kind, kept.Origin, kept.Key))
	}
	for _, q := range r.Requests {
		all = append(all, "request "+q.Host)
	}
	slices.SortFunc(all, cmp.Compare)
	return slices.Compact(all)
}

// readReport reads the report of an audit.
func readReport(a audits.Audit) (report.Report, error) {
	seen, err := schedule.Read(a)
	if err != nil {
		return seen, unreadable(err)
	}
	return seen, nil
}
