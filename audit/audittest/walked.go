package audittest

import "github.com/prokken/prokken/audit/report"

// Walked returns the journeys of an audit that saw all of them to their end.
func Walked(pages ...report.Page) []report.Journey {
	if len(pages) == 0 {
		pages = []report.Page{{URL: "https://example.com/", Status: 200}}
	}
	var all []report.Journey
	for _, name := range []report.JourneyName{
		report.Anonymous, report.Refused, report.Agreed, report.GPC, report.Member,
	} {
		all = append(all, report.Journey{Name: name, Pages: pages})
	}
	return all
}
