package graph

import (
	"container/list"
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// MaxCachedDocuments is how many parsed and validated documents are kept.
	MaxCachedDocuments = 256
	// MaxCachedDocument is the size of the largest document that is kept, in
	// bytes: larger ones are rare, and would let a client fill the memory.
	MaxCachedDocument = 8 << 10
)

// documentCache keeps the documents that were used last. It is safe for
// concurrent use, and so are the documents: nobody changes them after
// validation.
type documentCache struct {
	mu      sync.Mutex
	entries map[string]*list.Element
	recent  *list.List // of cachedDocument, the last used in front
}

type cachedDocument struct {
	query    string
	document *ast.QueryDocument
}

func newDocumentCache() *documentCache {
	return &documentCache{entries: map[string]*list.Element{}, recent: list.New()}
}

// Get returns the document of a query if it is kept.
func (c *documentCache) Get(_ context.Context, query string) (*ast.QueryDocument, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.entries[query]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(element)
	return element.Value.(cachedDocument).document, true
}

// Add keeps a document, in the place of the one that was not used for longest.
func (c *documentCache) Add(_ context.Context, query string, document *ast.QueryDocument) {
	if len(query) > MaxCachedDocument {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if element, ok := c.entries[query]; ok { // two requests parsed it at once
		c.recent.MoveToFront(element)
		return
	}
	c.entries[query] = c.recent.PushFront(cachedDocument{query, document})
	if c.recent.Len() > MaxCachedDocuments {
		oldest := c.recent.Remove(c.recent.Back()).(cachedDocument)
		delete(c.entries, oldest.query)
	}
}
