package handlers

import "github.com/prokken/prokken/handlers/web"

// frontDoorRoutes audit an address for anybody.
func (s *Server) frontDoorRoutes() []route {
	return []route{
		{"GET", "/check", anyone, web.InSitemap, s.owned.CheckPage},
		{"POST", "/check", anyone, web.Limited, s.owned.Check},
		{"GET", "/check/:slug", anyone, web.NotIndexed, s.owned.Result},
		{"GET", "/check/:slug/keep", member, web.NotIndexed, s.owned.KeepPage},
		{"POST", "/check/:slug/keep", member, web.Limited | web.NotIndexed | web.ForNewcomers, s.owned.Keep},
	}
}

// ownedSiteRoutes are a member's own sites.
func (s *Server) ownedSiteRoutes() []route {
	return []route{
		{"GET", "/sites", member, web.None, s.owned.List},
		{"GET", "/sites/new", member, web.None, s.owned.NewPage},
		{"POST", "/sites", member, web.Limited, s.owned.Add},
		{"GET", "/sites/choose", member, web.None, s.owned.ChoosePage},
		{"POST", "/sites/choose", member, web.None, s.owned.Choose},
		{"GET", "/sites/:site", siteMember, web.None, s.owned.Overview},
		{"POST", "/sites/:site/audit", siteMember, web.Limited, s.owned.AuditNow},
		{"GET", "/sites/:site/audits/:id", siteMember, web.None, s.owned.Report},
		{"POST", "/sites/:site/audits/:id/stop", siteMember, web.None, s.owned.Stop},
		{"GET", "/sites/:site/purposes", siteMember, web.None, s.owned.PurposesPage},
		{"POST", "/sites/:site/purposes", siteMember, web.None, s.owned.SavePurposes},
		{"POST", "/sites/:site/settings", siteMember, web.None, s.owned.SaveSettings},
		{"POST", "/sites/:site/verify", siteMember, web.Limited, s.owned.Verify},
		{"GET", "/sites/:site/preview", siteMember, web.None, s.owned.Preview},
		{"POST", "/sites/:site/publish", siteMember, web.None, s.owned.Publish},
		{"POST", "/sites/:site/activate", siteMember, web.None, s.owned.Activate},
		{"POST", "/sites/:site/pause", siteMember, web.None, s.owned.Pause},
		{"GET", "/sites/:site/delete", siteMember, web.None, s.owned.DeletePage},
		{"POST", "/sites/:site/delete", siteMember, web.None, s.owned.Delete},
		{"POST", "/sites/:site/undo", siteMember, web.None, s.owned.Undo},
		{"POST", "/sites/:site/proposals/take", siteMember, web.None, s.owned.TakeAll},
		{"POST", "/sites/:site/proposals/:id/take", siteMember, web.None, s.owned.Take},
		{"POST", "/sites/:site/proposals/:id/dismiss", siteMember, web.None, s.owned.Dismiss},
		{"GET", "/sites/:site/export", siteMember, web.None, s.owned.Export},
	}
}

// adminSiteRoutes look after the sites of customers.
func (s *Server) adminSiteRoutes() []route {
	return []route{
		{"GET", "/admin/sites", admin, web.None, s.admin.AdminSites},
		{"GET", "/admin/sites/:id", admin, web.None, s.admin.AdminSite},
		{"POST", "/admin/sites/:id/look", recentlyAuthenticatedAdmin, web.None, s.owned.LookAsOwner},
		{"POST", "/admin/sites/:id/pause", recentlyAuthenticatedAdmin, web.None, s.admin.PauseSite},
		{"POST", "/admin/sites/:id/take-down", recentlyAuthenticatedAdmin, web.None, s.admin.TakeSiteDown},
		{"POST", "/admin/sites/:id/put-back", recentlyAuthenticatedAdmin, web.None, s.admin.PutSiteBack},
	}
}

// ownedPolicyRoutes are the same editor for the policies of a customer's site.
func (s *Server) ownedPolicyRoutes() []route {
	return []route{
		{"GET", "/sites/:site/policies/:slug", siteMember, web.None, s.editor.EditPolicy},
		{"POST", "/sites/:site/policies/:slug/part", siteMember, web.Corrects, s.editor.SavePart},
		{"POST", "/sites/:site/policies/:slug/move", siteMember, web.None, s.editor.MovePart},
		{"POST", "/sites/:site/policies/:slug/remove", siteMember, web.None, s.editor.RemovePart},
		{"GET", "/sites/:site/policies/:slug/check", siteMember, web.None, s.editor.CheckPage},
		{"POST", "/sites/:site/policies/:slug/check", siteMember, web.Corrects, s.editor.AddCheck},
		{"POST", "/sites/:site/policies/:slug/check/mend", siteMember, web.None, s.editor.MendSentence},
		{"POST", "/sites/:site/policies/:slug/check/mend-all", siteMember, web.None, s.editor.MendAll},
		{"POST", "/sites/:site/policies/:slug/check/remove", siteMember, web.None, s.editor.RemoveCheck},
		{"POST", "/sites/:site/policies/:slug/undo", siteMember, web.None, s.editor.UndoChange},
		{"GET", "/sites/:site/policies/:slug/discard", siteMember, web.None, s.editor.DiscardPage},
		{"POST", "/sites/:site/policies/:slug/discard", siteMember, web.None, s.editor.DiscardDraft},
		{"POST", "/sites/:site/policies/:slug/presence", siteMember, web.None, s.editor.Presence},
		{"GET", "/sites/:site/policies/:slug/publish", siteMember, web.None, s.editor.ReviewPage},
		{"POST", "/sites/:site/policies/:slug/publish", siteMember, web.Corrects, s.editor.Printable(s.editor.PublishDraft)},
		{"POST", "/sites/:site/policies/:slug/confirm", siteMember, web.Corrects, s.editor.Printable(s.editor.ConfirmSentences)},
		{"GET", "/sites/:site/policies/:slug/versions", siteMember, web.None, s.editor.AdminVersions},
		{"POST", "/sites/:site/policies/:slug/restore", siteMember, web.None, s.editor.RestoreVersion},
		{"GET", "/sites/:site/policies/:slug/export/:format", siteMember, web.None, s.editor.ExportPolicy},
		{"GET", "/sites/:site/policies/:slug/import", siteMember, web.None, s.editor.ImportPage},
		{"POST", "/sites/:site/policies/:slug/import", siteMember, web.Corrects, s.editor.ImportPolicy},
		{"GET", "/sites/:site/policies/:slug/translations", siteMember, web.None, s.editor.Translations},
		{"GET", "/sites/:site/policies/:slug/translations/:language", siteMember, web.None, s.editor.EditTranslation},
		{"POST", "/sites/:site/policies/:slug/translations/:language", siteMember, web.Corrects, s.editor.SaveTranslation},
		{"GET", "/sites/:site/policies/:slug/translations/:language/preview", siteMember, web.None, s.editor.PreviewTranslation},
		{"GET", "/sites/:site/policies/:slug/translations/:language/file", siteMember, web.None, s.editor.TranslationFile},
		{"POST", "/sites/:site/policies/:slug/translations/:language/file", siteMember, web.Corrects, s.editor.ImportTranslation},
		{"POST", "/sites/:site/policies/:slug/translations/:language/publish", siteMember, web.None, s.editor.PublishTranslation},
		{"POST", "/sites/:site/policies/:slug/translations/:language/confirm", siteMember, web.Corrects, s.editor.ConfirmTranslation},
	}
}

// siteReaderRoutes show the policies of customers' sites to people and programs. No row of them reads or sets a cookie.
func (s *Server) siteReaderRoutes() []route {
	return []route{
		{"GET", "/s/:site", siteReader, web.Revalidated, s.legal.Legal},
		{"GET", "/s/:site/feed.atom", siteReader, web.Revalidated, s.legal.Feed},
		{"GET", "/s/:site/policy-keys.json", siteReader, web.Revalidated, s.legal.PolicyKeys},
		{"GET", "/s/:site/style.css", siteReader, web.Revalidated, s.legal.Style},
		{"GET", "/s/:site/report", siteReader, web.NoIndex, s.legal.ReportPage},
		{"POST", "/s/:site/report", siteReader, web.NoIndex | web.Limited, s.legal.Report},
		{"GET", "/s/:site/report/thanks", siteReader, web.NoIndex, s.legal.ReportThanks},
		{"GET", "/s/:site/:slug", siteReader, web.Revalidated, s.legal.Policy},
		{"GET", "/s/:site/:slug/versions", siteReader, web.Revalidated, s.legal.PolicyVersions},
		{"GET", "/s/:site/:slug/versions/:number", siteReader, web.Revalidated | web.NoIndex, s.legal.PolicyVersion},
		{
			"GET", "/s/:site/:slug/versions/:number/in/:language", siteReader, web.Revalidated | web.NoIndex,
			s.legal.TranslatedVersion,
		},
		{
			"GET", "/s/:site/:slug/versions/:number/in/:language/:translation", siteReader, web.Revalidated | web.NoIndex,
			s.legal.TranslatedVersion,
		},
		{"GET", "/s/:site/:slug/in/:language", siteReader, web.Revalidated, s.legal.Translation},
		{"GET", "/s/:site/:slug/badge.svg", siteReader, web.FiveMinutes, s.legal.AuditBadge},
		{"GET", "/s/:site/:slug/compare", siteReader, web.NoIndex, s.legal.ChooseComparison},
		{"GET", "/s/:site/:slug/compare/:a/:b", siteReader, web.Revalidated | web.NoIndex, s.legal.CompareVersions},
	}
}
