package browser

import (
	"context"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/filesystem"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/siteurl"
)

// How much is listed of the files of one origin.
const (
	maxFiles   = 200
	maxFolders = 50
)

// lookAtFiles lists the files of every frame's origin. Where the frame of another
// site stands in this one, its files are those it keeps here.
func (t *Tab) lookAtFiles(ctx context.Context, tree *page.FrameTree) {
	for frame := range framesOf(tree) {
		key, err := chromedp.Call(ctx, storage.GetStorageKey, storage.GetStorageKeyParams{FrameID: frame})
		if err != nil {
			continue
		}
		t.rec.KeptFiles(siteurl.Origin(string(key.StorageKey)), filesOf(ctx, key.StorageKey))
	}
}

// maySee: without HTTPS there is no such file system, and the browser, asked for it,
// does not answer.
func maySee(f *cdp.Frame) bool {
	return f.SecureContextType == cdp.SecureContextTypeSecure ||
		f.SecureContextType == cdp.SecureContextTypeSecureLocalhost
}

// framesOf are the frames that can have such files.
func framesOf(tree *page.FrameTree) map[cdp.FrameID]bool {
	frames := map[cdp.FrameID]bool{}
	var walk func(*page.FrameTree)
	walk = func(t *page.FrameTree) {
		if len(frames) < maxFolders && maySee(t.Frame) {
			frames[t.Frame.ID] = true
		}
		for _, child := range t.ChildFrames {
			walk(child)
		}
	}
	walk(tree)
	return frames
}

// filesOf goes through the folders, the outer ones first.
func filesOf(ctx context.Context, key storage.SerializedStorageKey) []observe.File {
	var files []observe.File
	folders := [][]string{{}}
	for i := 0; i < len(folders) && i < maxFolders && len(files) < maxFiles; i++ {
		at := filesystem.GetDirectoryParams{
			BucketFileSystemLocator: &filesystem.BucketFileSystemLocator{StorageKey: key, PathComponents: folders[i]},
		}
		found, err := chromedp.Call(ctx, filesystem.GetDirectory, at)
		if err != nil || found.Directory == nil {
			continue // none were made
		}
		for _, f := range found.Directory.NestedFiles {
			files = append(
				files,
				observe.File{Path: strings.Join(append(slices.Clone(folders[i]), f.Name), "/"), Size: int64(f.Size)},
			)
		}
		for _, name := range found.Directory.NestedDirectories[:min(len(found.Directory.NestedDirectories), maxFolders)] {
			folders = append(folders, append(slices.Clone(folders[i]), name))
		}
	}
	return files[:min(len(files), maxFiles)]
}
