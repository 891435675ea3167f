package se.partnersec.gallra.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.Sources;

/**
 * Everything a hold's key stands for: itself, and all names of the customers, users or invoices that bear it.
 *
 * @param written as the tables and the hold have them
 * @param ids keys of the identities found; empty if nobody bears the name
 * @param mapped whether the mapping says where such identities are
 */
record Names(Set<String> written, Set<String> ids, boolean mapped) {

    static Names of(JdbcTemplate jdbc, Sources sources, KeyKinds kinds, HoldScope scope) {
        Set<String> written =
                new LinkedHashSet<>(List.of(scope.text(), scope.text().strip(), scope.key()));
        Set<String> ids = new LinkedHashSet<>();
        Sources.Identity identity = sources.identities().get(scope.kind());
        if (identity == null) {
            return new Names(written, ids, false);
        }
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        Match match = new Match(identity.table(), kinds, written);
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        for (String column : columns) {
            // Whatever the column's collation: the guard compares without regard to case, and so must we.
            match.slowly(column, terms, args);
        }
        jdbc.query(
                "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                        + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                row -> {
                    ids.add(row.getString(1));
                    for (int i = 1; i <= columns.size(); i++) {
                        String name = row.getString(i);
                        if (name != null && !name.isBlank()) {
                            written.add(name);
                        }
                    }
                },
                args.toArray());
        return new Names(written, ids, true);
    }
}
