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
			"A browser visited " + site.Name + " as people do, and saw what the Cookie Policy leaves out or gets wrong. New since the previous audit:",
		},
		Link:     site.BaseURL + "/admin/audits/" + l.Audit.String(),
		LinkText: "See what was found, and how to fix it",
		After:    "You get this email because you are an admin of " + site.Name + ". Each audit sends at most one, and only when something is new.",
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
		Subject: "Your Cookie Policy for " + l.Name + " does not say what the site does",
		Paragraphs: []string{
			"Two audits of " + l.Name + ", by two browsers, agree on what your policy leaves out or gets wrong:",
		},
		Link:     site.BaseURL + "/sites/" + l.Site,
		LinkText: "See what to do about it",
		After: "You can update your policy, fix the site and audit it again, or say why the " +
			"finding is wrong. Otherwise the public page says so itself from " + site.Day(l.ShowsAt) + " on.",
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
		Subject: "On " + site.Day(l.At) + " we pause " + display.Count(int64(l.Count), "website"),
		Paragraphs: []string{
			"Your plan has room for " + display.Count(l.Limit, "website") + ", and you have more. On " + site.Day(l.At) +
				" we stop auditing these:",
		},
		Link:     site.BaseURL + "/sites/choose",
		LinkText: "Choose which to keep",
		After: "Their policies stay readable, and say that they are not kept up. If you do not choose, those that you " +
			"added last are paused. With a plan that has room for all, none are.",
	}
	m.Paragraphs = append(m.Paragraphs, l.Sites...)
	if more := l.Count - len(l.Sites); more > 0 {
		m.Paragraphs = append(m.Paragraphs, fmt.Sprintf("And %d more.", more))
	}
	return m
}
