package grammar_test

import (
	"testing"

	"github.com/prokken/prokken/policy/grammar/lexicon"
)

// TestProposes: what an unread sentence might be.
func TestProposes(t *testing.T) {
	c, _ := own(t)
	tests := []struct {
		where where
		says  string
		want  lexicon.Proposal
	}{
		{belowTable, "Cookies are small text files stored on your device.", lexicon.GeneralKnowledge},
		{belowTable, "They are widely used to make websites work more efficiently.", lexicon.GeneralKnowledge},
		{belowTable, "Our payment processor (Stripe) may set its own cookies on its pages.", lexicon.Others},
		{belowTable, "Please refer to Stripe's Cookie Policy for details.", lexicon.NotCheckable},
		{belowTable, "If you have questions about our use of cookies, please contact us at:", lexicon.NotCheckable},
		{belowTable, "You can manage cookies through your browser settings:", lexicon.GeneralKnowledge},
		{belowTable, "We may update this Cookie Policy if we introduce new cookies.", lexicon.Intention},
		{belowTable, "The GDPR asks for consent.", lexicon.Law},
		{belowTable, "Our authentication cookies are configured with the following security properties:", lexicon.AboutUs},
		{belowTable, "We mostly use essential cookies.", lexicon.AboutUs},
		{belowTable, "Please note that we use analytics cookies.", lexicon.AboutUs},
		{belowTable, "Prokken may track you.", lexicon.AboutUs},
		{belowTable, "Banner_id is set.", lexicon.AboutUs},
		{belowTable, "These cookies are rarely httpOnly.", lexicon.AboutUs},
		{inAccess, "Helps with remembering.", lexicon.AboutUs},
		{afterBoth, "They are nearly always secure.", lexicon.AboutUs},
		{belowTable, "We use c\u200bookies.", lexicon.AboutUs},
		{belowTable, "Bananas are yellow.", lexicon.NotCheckable},
	}
	for _, tt := range tests {
		if got := lexicon.Proposes(tt.says, tt.where.of(c)); got != tt.want {
			t.Errorf("%s: %s", tt.says, got)
		}
	}
}
