//go:build linux

package browser

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// sweptPage has boxes in a row, one in a shadow tree, a frame, and a menu that opens below what
// is met first; met names what the mouse met, and moves counts its moves.
const sweptPage = `<style>body {margin: 0} i, nav {position: absolute; width: 80px; height: 80px} iframe {position: absolute; left: 800px; top: 0; width: 320px; height: 160px; border: 0}</style>
<i id=a style="left: 80px; top: 80px"></i><i id=b style="left: 160px; top: 80px"></i>
<i id=menu style="left: 320px; top: 80px" onmouseenter="item.hidden = false"></i><nav id=item style="left: 320px; top: 240px" hidden></nav>
<div id=host style="position: absolute; left: 480px; top: 160px; width: 160px; height: 80px"></div>
<iframe srcdoc="<script>addEventListener('mousemove', () => parent.inside++)</script>"></iframe>
<script>
	const met = new Set();
	var moves = 0, inside = 0;
	const root = host.attachShadow({mode: 'open'});
	root.innerHTML = '<p id=c style="position: absolute; left: 80px; top: 0; margin: 0; width: 80px; height: 80px">';
	addEventListener('mousemove', e => { moves++; met.add(e.composedPath()[0].id); });
</script>`

// TestSweep: the mouse meets all that a grid of 80 pixels meets, with few moves.
func TestSweep(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, sweptPage) })
	tab := s.open(t)
	defer tab.Stop()
	tab.Visit(s.address.String() + "/")
	ctx, cancel := tab.Look()
	defer cancel()
	tab.Sweep(ctx)
	met, _ := Evaluate[[]string](ctx, "[...met]")
	for _, id := range strings.Fields("a b c menu item host") {
		if !slices.Contains(met, id) {
			t.Errorf("the mouse did not meet %s, but %q", id, met)
		}
	}
	if inside, _ := Evaluate[int](ctx, "inside"); inside != 8 {
		t.Errorf("the mouse moved %d times over the frame, and not 8", inside)
	}
	if moves, _ := Evaluate[int](ctx, "moves"); moves < 18 || moves > 40 {
		t.Errorf("the mouse moved %d times over the page", moves)
	}
}
