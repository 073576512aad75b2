package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"zhas/internal/kaztext"
)

// A question is asked of every server, and all answer it with the same rows.
type question struct {
	title  string
	path   string     // of rows
	values url.Values // of rows
	// What a GraphQL server is asked.
	zhas, postgraphile document
	// How many rows of the list stand before the page that is asked for. A
	// server is led there by its own cursors: each takes $first and $after.
	before int
}

// A document is GraphQL with its variables. Step gives the cursors of the same
// list alone.
type document struct {
	text, step string
	variables  map[string]any
}

const (
	pageRows = 50
	nameRows = 20
	deep     = 4000 // the page of the whole list
	filtered = 1000 // the page of the filtered list
)

// questions chooses what to ask from what was generated, the same in every run
// over the same data: the largest combination of region and stage, and names
// from the middle of the list.
func questions(ctx context.Context, conn *pgx.Conn) ([]*question, error) {
	var all, project, regionID, cell int
	var region, stage, family, given string
	for _, read := range []struct {
		statement string
		into      []any
	}{
		{`SELECT count(*), min(id) + count(*) / 2 FROM social_projects`, []any{&all, &project}},
		{`SELECT r.id, r.iso_code, p.stage, count(*) FROM social_projects p JOIN regions r ON r.id = p.region_id
			GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2, 3 LIMIT 1`, []any{&regionID, &region, &stage, &cell}},
		{`SELECT family_name, given_name FROM youths ORDER BY family_name_order, id
			OFFSET (SELECT count(*) / 2 FROM youths) LIMIT 1`, []any{&family, &given}},
	} {
		if err := conn.QueryRow(ctx, read.statement).Scan(read.into...); err != nil {
			return nil, fmt.Errorf("choosing what to ask: %w", err)
		}
	}
	id := strconv.Itoa(project)
	zhasCell := map[string]any{"filter": map[string]any{"region": region, "stage": []string{stage}}}
	pgCell := map[string]any{"filter": map[string]any{
		"regionId": map[string]any{"equalTo": strconv.Itoa(regionID)}, "stage": map[string]any{"equalTo": stage},
	}}
	asked := []*question{
		{
			title: "one project by its identifier", path: "node", values: url.Values{"id": {id}},
			zhas: document{
				text:      `query($id: ID!) { node(id: $id) { ... on SocialProject { id title stage direction createdAt } } }`,
				variables: map[string]any{"id": id},
			},
			postgraphile: document{
				text:      `query($id: BigInt!) { node: socialProject(rowId: $id) { id: rowId title stage direction createdAt } }`,
				variables: map[string]any{"id": id},
			},
		},
		{
			title: "50 projects → region, host, members → youth → region", path: "tree",
			zhas: document{text: `{ socialProjects(first: 50) {
				nodes { id title stage createdAt region { isoCode timeZone } host { id name }
					members { role youth { id familyName givenName region { isoCode } } } }
				pageInfo { hasNextPage } } }`},
			postgraphile: document{text: `{ socialProjects(first: 50, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) {
				nodes { id: rowId title stage createdAt region { isoCode timeZone } host { id: rowId name }
					members: membersByProjectIdList(orderBy: [ROW_ID_ASC]) { role youth { id: rowId familyName givenName region { isoCode } } } }
				pageInfo { hasNextPage } } }`},
		},
	}
	list := func(title string, size, page int, inCell bool) error {
		q := &question{title: title, path: "list", values: url.Values{"size": {strconv.Itoa(size)}}, before: (page - 1) * size}
		q.zhas, q.postgraphile = zhasList, postgraphileList
		q.zhas.variables, q.postgraphile.variables = map[string]any{"first": size}, map[string]any{"first": size}
		where, args := "true", []any{q.before - 1} // the row before the page
		if inCell {
			where, args = "region_id = $2 AND stage = $3", append(args, regionID, stage)
			q.zhas.variables["filter"], q.postgraphile.variables["filter"] = zhasCell["filter"], pgCell["filter"]
			q.values.Set("region", region)
			q.values.Set("stage", stage)
		}
		asked = append(asked, q)
		if q.before == 0 {
			return nil
		}
		var created time.Time
		var last int
		err := conn.QueryRow(ctx, `SELECT created_at, id FROM social_projects WHERE `+where+` ORDER BY created_at, id LIMIT 1 OFFSET $1`,
			args...).Scan(&created, &last)
		q.values.Set("created", created.UTC().Format(time.RFC3339Nano))
		q.values.Set("id", strconv.Itoa(last))
		return err
	}
	// The 1,000th page of a filtered list has few rows; pages of 50 are asked for
	// in the middle of it. A list too short for a page has its last one asked for.
	last, few, middle := max(1, min(deep, all/pageRows)), max(1, min(pageRows, cell/filtered)), max(1, cell/pageRows/2)
	for _, err := range []error{
		list("the project list, page 1", pageRows, 1, false),
		list(fmt.Sprintf("the project list, page %s", thousands(last)), pageRows, last, false),
		list(fmt.Sprintf("projects of one region and stage, page %s", thousands(middle)), pageRows, middle, true),
		list(fmt.Sprintf("the same by pages of %d, page %s", few, thousands(min(filtered, cell/few))), few, min(filtered, cell/few), true),
	} {
		if err != nil {
			return nil, fmt.Errorf("choosing what to ask: %w", err)
		}
	}
	prefix, fragment := beginning(family, 4), kaztext.Fold(given)[len(beginning(kaztext.Fold(given), 1)):]
	from, to := kaztext.PrefixRange(prefix)
	people := func(title string, values url.Values, zhas, postgraphile map[string]any) {
		asked = append(asked, &question{
			title: title, path: "people", values: values,
			zhas:         document{text: zhasPeople, variables: map[string]any{"filter": zhas}},
			postgraphile: document{text: postgraphilePeople, variables: map[string]any{"filter": postgraphile}},
		})
	}
	people("20 young people by the beginning of the family name", url.Values{"from": {from}, "to": {to}},
		map[string]any{"familyNamePrefix": prefix},
		map[string]any{"familyNameOrder": map[string]any{"greaterThanOrEqualTo": from, "lessThan": to}})
	for title, text := range map[string]string{
		"20 young people by a fragment of a name":  fragment,
		"young people by a fragment that none has": fragment[:len(beginning(fragment, 3))] + "ъъъ",
	} {
		people(title, url.Values{"fragment": {text}}, map[string]any{"search": text},
			map[string]any{"searchText": map[string]any{"includes": text}})
	}
	return append(asked,
		&question{
			title: "totalCount of the projects of one region", path: "count", values: url.Values{"region": {region}},
			zhas: document{
				text:      `query($filter: SocialProjectFilter) { socialProjects(filter: $filter) { totalCount } }`,
				variables: map[string]any{"filter": map[string]any{"region": region}},
			},
			postgraphile: document{
				text:      `query($filter: SocialProjectFilter) { socialProjects(filter: $filter) { totalCount } }`,
				variables: map[string]any{"filter": map[string]any{"regionId": map[string]any{"equalTo": strconv.Itoa(regionID)}}},
			},
		},
		&question{
			title: "dashboard: projects by season × region × stage", path: "counts",
			zhas:         document{text: `{ socialProjectCounts { season { year } region { isoCode } stage count } }`},
			postgraphile: document{text: `{ socialProjectCounts: projectCountsList { season { year } region { isoCode } stage count } }`},
		},
	), nil
}

var (
	zhasList = document{
		text: `query($first: Int, $after: Cursor, $filter: SocialProjectFilter) { socialProjects(first: $first, after: $after, filter: $filter) {
			nodes { id title stage direction createdAt region { isoCode } } pageInfo { hasNextPage endCursor } } }`,
		step: `query($first: Int, $after: Cursor, $filter: SocialProjectFilter) {
			socialProjects(first: $first, after: $after, filter: $filter) { pageInfo { endCursor } } }`,
	}
	postgraphileList = document{
		text: `query($first: Int, $after: Cursor, $filter: SocialProjectFilter) {
			socialProjects(first: $first, after: $after, filter: $filter, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) {
			nodes { id: rowId title stage direction createdAt region { isoCode } } pageInfo { hasNextPage endCursor } } }`,
		step: `query($first: Int, $after: Cursor, $filter: SocialProjectFilter) {
			socialProjects(first: $first, after: $after, filter: $filter, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) { pageInfo { endCursor } } }`,
	}
)

const (
	zhasPeople = `query($filter: YouthFilter) { youths(first: 20, filter: $filter) {
		nodes { id familyName givenName region { isoCode } } pageInfo { hasNextPage } } }`
	postgraphilePeople = `query($filter: YouthFilter) { youths(first: 20, filter: $filter, orderBy: [FAMILY_NAME_ORDER_ASC, ROW_ID_ASC]) {
		nodes { id: rowId familyName givenName region { isoCode } } pageInfo { hasNextPage } } }`
)

// beginning is the first n letters.
func beginning(s string, n int) string {
	letters := []rune(s)
	return string(letters[:min(n, len(letters))])
}

// thousands writes a number with a comma between its thousands.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
