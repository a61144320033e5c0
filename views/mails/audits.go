package mails

import (
	"fmt"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// auditFound lists what is new, the worst first.
func auditFound(site views.Site, l letter.AuditFound, _ string) body {
	count := "something new"
	if l.Count > 1 {
		count = fmt.Sprintf("%d new things", l.Count)
	}
	m := body{
		Subject: "An audit of " + site.Name + " found " + count,
		Paragraphs: []string{
			"A browser looked at " + site.Name + " as visitors do, and saw what the Cookie Policy does not say or says otherwise. New since the audit before:",
		},
		Link:     site.BaseURL + "/admin/audits/" + l.Audit.String(),
		LinkText: "See what was found, and how to mend it",
		After:    "You get this mail because you are an admin of " + site.Name + ". Each audit writes once at most, and only when something is new.",
	}
	m.Paragraphs = append(m.Paragraphs, l.Findings...)
	if more := l.Count - len(l.Findings); more > 0 {
		m.Paragraphs = append(m.Paragraphs, fmt.Sprintf("And %d more.", more))
	}
	return m
}

// siteDrifted says what two browsers saw, and what the owner can do.
func siteDrifted(site views.Site, l letter.SiteDrifted, _ string) body {
	m := body{
		Subject: "Your Cookie Policy of " + l.Name + " does not say what the site does",
		Paragraphs: []string{
			"Two audits of " + l.Name + ", by two browsers, agree on what your policy does not say or says otherwise:",
		},
		Link:     site.BaseURL + "/sites/" + l.Site,
		LinkText: "See what to do about it",
		After: "You can take the change over into your policy, mend the site and have it audited again, or say why the " +
			"finding is wrong. Otherwise the public page says it itself from " + display.LongDate(l.ShowsAt) + " on.",
	}
	m.Paragraphs = append(m.Paragraphs, l.Findings...)
	if more := l.Count - len(l.Findings); more > 0 {
		m.Paragraphs = append(m.Paragraphs, fmt.Sprintf("And %d more.", more))
	}
	return m
}

// sitesPause names what is paused, and says how others are chosen.
func sitesPause(site views.Site, l letter.SitesPause, _ string) body {
	m := body{
		Subject: "On " + display.LongDate(l.At) + " we pause " + display.Count(int64(l.Count), "website") + " of yours",
		Paragraphs: []string{
			"Your plan has room for " + display.Count(l.Limit, "website") + ", and you have more. On " + display.LongDate(l.At) +
				" we stop auditing these:",
		},
		Link:     site.BaseURL + "/sites/choose",
		LinkText: "Choose which stay",
		After: "Their policies stay readable, and say that they are not kept up. If you choose nothing, those that you " +
			"added last are paused. With a plan that has room for all, none is.",
	}
	m.Paragraphs = append(m.Paragraphs, l.Sites...)
	if more := l.Count - len(l.Sites); more > 0 {
		m.Paragraphs = append(m.Paragraphs, fmt.Sprintf("And %d more.", more))
	}
	return m
}
