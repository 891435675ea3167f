package se.partnersec.gallra.embedded;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the accounts of the two schemas; all but the owner are born without rights and get them by grants. The second is
 * for what needs two people: it gets the rights of finance.
 */
record DemoAccount(String role, String user, String password) {
    static final String SUITE = "gallra";
    static final String BUSINESS = "partnersec";

    static List<DemoAccount> all() {
        return Stream.of("owner", "job", "finance", "second", "reader", "sealer")
                .map(role -> new DemoAccount(role, "gallra_" + role, Passwords.random()))
                .toList();
    }

    /** Statements, one a line, for the server's start. */
    static String initSql(List<DemoAccount> accounts) {
        String schemas = Stream.of(SUITE, BUSINESS)
                .map(schema -> "CREATE DATABASE " + schema + " CHARACTER SET utf8mb4;\n" + "GRANT ALL ON " + schema
                        + ".* TO 'gallra_owner'@'%' WITH GRANT OPTION;\n")
                .collect(Collectors.joining());
        String users = accounts.stream()
                .map(a -> "CREATE USER '" + a.user + "'@'%' IDENTIFIED BY '" + a.password + "';\n")
                .collect(Collectors.joining());
        // The owner hands out rights, so it needs them with the option to grant; PROCESS is for doctor's look at locks,
        // the tables of rights
        // for its look at roles.
        return users + schemas
                + "GRANT CREATE USER, SET USER, PROCESS, REFERENCES ON *.* TO 'gallra_owner'@'%' WITH GRANT OPTION;\n"
                + "GRANT SELECT (Host, Db, User, Table_name, Column_priv) ON mysql.columns_priv TO 'gallra_owner'@'%' WITH GRANT OPTION;\n"
                + "GRANT SELECT (Host, Db, User, Table_name, Table_priv) ON mysql.tables_priv TO 'gallra_owner'@'%' WITH GRANT OPTION;\n";
    }
}
