package views

import "strings"

// auditFound lists what is new, the worst first. Its lines are separated, since a
// fact is one text.
func auditFound(site Site, f facts, _ string) mailContent {
	m := mailContent{
		Subject: "An audit of " + site.Name + " found " + f["count"],
		Paragraphs: []string{
			"A browser looked at " + site.Name + " as visitors do, and saw what the Cookie Policy does not say or says otherwise. New since the audit before:",
		},
		Link:     site.BaseURL + "/admin/audits/" + f["audit"],
		LinkText: "See what was found, and how to mend it",
		After:    "You get this mail because you are an admin of " + site.Name + ". Each audit writes once at most, and only when something is new.",
	}
	m.Paragraphs = append(m.Paragraphs, strings.Split(f["findings"], "\n")...)
	if f["more"] != "" {
		m.Paragraphs = append(m.Paragraphs, f["more"])
	}
	return m
}
