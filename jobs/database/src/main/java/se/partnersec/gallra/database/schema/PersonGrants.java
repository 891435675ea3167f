package se.partnersec.gallra.database.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements that give one person's login the rights of a role: those of {@code sql/roles.sql} that name it, and those that follow from the mapping. */
final class PersonGrants {
    private static final Pattern GRANT =
            Pattern.compile("(GRANT .*) TO (\\$\\{\\w+}(?:,\\s*\\$\\{\\w+})*)", Pattern.DOTALL);

    private PersonGrants() {}

    /** @param login as statements name it */
    static List<String> statements(Grants.Names names, String login, PersonRole role) {
        List<String> all = new ArrayList<>();
        for (String sql : SqlScript.read("roles.sql").raw()) {
            Matcher grant = GRANT.matcher(sql);
            if (!grant.matches()) {
                throw new IllegalStateException("sql/roles.sql has a statement that grants nothing. Indicates a bug");
            }
            if (grant.group(2).contains("${" + role.id() + "}")) {
                all.add(grant.group(1).replace("${suite}", names.suite()) + " TO " + login);
            }
        }
        all.addAll(new MappingGrants(names.sources()).statements(role, login));
        return all;
    }
}
