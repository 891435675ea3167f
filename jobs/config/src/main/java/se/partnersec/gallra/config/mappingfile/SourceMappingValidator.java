package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.RecordForm;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.mapping.TableMapping.ObjectColumn;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** What the blocks of a mapping must not say together, though each by itself may. */
final class SourceMappingValidator {
    private static final Sentences SENTENCES = Sentences.of("config");
    private final YamlMapping.Faults faults;
    private final Map<ScopeType, SourceMapping.Identity> identities;
    private final Map<DataCategory, CategoryMapping> tables;
    private final Map<DataCategory, RequiredRoles> needs;

    SourceMappingValidator(
            YamlMapping.Faults faults,
            Map<ScopeType, SourceMapping.Identity> identities,
            Map<DataCategory, CategoryMapping> tables,
            Map<DataCategory, RequiredRoles> needs) {
        this.faults = faults;
        this.needs = needs;
        this.identities = identities;
        this.tables = tables;
    }

    void check() {
        recordsOnce();
        tables.values().forEach(this::tablesOnce);
        tables.values().forEach(this::identitiesKnown);
        tables.values().forEach(this::personsInFilesKnown);
        tables.values().forEach(this::columnsOnly);
        prefixesApart();
        statisticsApart();
        tables.values().forEach(this::stagingApart);
    }

    /** What lies in a staging table is erased or moved: it must be nothing else than what was put there. */
    private void stagingApart(CategoryMapping table) {
        PartitionMapping partitions = table.partitions();
        if (partitions == null || partitions.staging().table().isEmpty()) {
            return;
        }
        String staging = partitions.staging().quoted();
        long named = Stream.concat(
                        tables.values().stream().flatMap(CategoryMapping::tables),
                        identities.values().stream().map(SourceMapping.Identity::table))
                .filter(each -> each.quoted().equals(staging))
                .count();
        if (named > 1) {
            faults.add(
                    partitions.line(),
                    SENTENCES.say(
                            "mappingfile.table-staging-table-mapped-something-else",
                            partitions.staging().table(),
                            table.category()));
        }
    }

    /** What is counted must not lie where something is erased, or where another count is kept. */
    private void statisticsApart() {
        Map<String, String> seen = new HashMap<>();
        identities
                .values()
                .forEach(identity ->
                        seen.put(identity.table().quoted(), identity.kind().id()));
        for (CategoryMapping table : tables.values()) {
            CategoryMapping.Statistics own = table.statistics();
            table.tables()
                    .filter(each -> own == null || !each.equals(own.table()))
                    .forEach(each -> seen.put(each.quoted(), each.role()));
        }
        for (CategoryMapping table : tables.values()) {
            CategoryMapping.Statistics own = table.statistics();
            String other = own == null ? null : seen.putIfAbsent(own.table().quoted(), "statistics");
            if (own != null && other != null && !own.table().table().isEmpty()) {
                faults.add(
                        own.line(),
                        SENTENCES.say(
                                "mappingfile.table-holds-statistics-mapped-too-give",
                                own.table().table(),
                                table.category(),
                                other));
            }
        }
    }

    private void recordsOnce() {
        Map<String, TableMapping> records = new HashMap<>();
        for (CategoryMapping table : tables.values()) {
            TableMapping record = table.record();
            if (record.detached()) {
                continue; // about columns of a row that has a rule of its own
            }
            TableMapping first = records.putIfAbsent(record.quoted(), record);
            if (first != null && !record.table().isEmpty()) {
                faults.add(
                        record.line(),
                        SENTENCES.say(
                                "mappingfile.table-record-line-two-rules-one",
                                record.table(),
                                first.role(),
                                first.line(),
                                record.role()));
            }
        }
    }

    /** A row that went with one list of keys would be missed in the other. */
    private void tablesOnce(CategoryMapping table) {
        Map<String, TableMapping> seen = new HashMap<>();
        Stream.concat(Stream.of(table.record()), table.children().stream()).forEach(each -> {
            TableMapping first = seen.putIfAbsent(each.quoted(), each);
            if (first != null && !each.table().isEmpty()) {
                faults.add(
                        each.line(),
                        SENTENCES.say(
                                "mappingfile.table-mapped-twice-line-map-once",
                                each.table(),
                                table.category(),
                                first.role(),
                                first.line(),
                                each.role()));
            }
        });
    }

    /** Where only columns go, being gone must show: a constant or a hash would be overwritten anew every night. */
    private void columnsOnly(CategoryMapping table) {
        TableMapping record = table.record();
        boolean columns = form(table) == RecordForm.COLUMNS;
        if (columns && !record.detached()) {
            faults.add(
                    record.line(), SENTENCES.say("mappingfile.columns-row-stays-say-instead-reduce", table.category()));
        }
        if (record.detached() && !columns) {
            faults.add(record.line(), SENTENCES.say("mappingfile.goes-rows-remove-instead-reduce", table.category()));
        }
        if (!record.detached()) {
            return;
        }
        if (record.reduced().isEmpty()) {
            faults.add(
                    record.line(),
                    SENTENCES.say("mappingfile.instead-reduce-needs-reduce-name-columns", table.category()));
        }
        record.reduced().stream()
                .filter(each -> each.strategy() != Anonymisation.NULL)
                .forEach(each -> faults.add(
                        each.line(),
                        SENTENCES.say(
                                "mappingfile.must-become-null-what-somebody-logs", each.column(), table.category())));
        if (table.hasObjects() || table.sums() != null) {
            faults.add(record.line(), SENTENCES.say("mappingfile.can-have-neither-objects-nor-sums", table.category()));
        }
    }

    private RecordForm form(CategoryMapping table) {
        RequiredRoles needed = needs.get(table.category());
        return needed == null ? RecordForm.ROW : needed.form();
    }

    private void identitiesKnown(CategoryMapping table) {
        for (TableMapping each : table.tables().toList()) {
            for (ScopeType kind : TableMappingReader.PERSONS) {
                if (each.scopes().containsKey(kind.id()) && !identities.containsKey(kind)) {
                    faults.add(
                            each.line(),
                            SENTENCES.say(
                                    "mappingfile.scope-but-identities-no-add-hold",
                                    each.role(),
                                    kind.id(),
                                    kind.id(),
                                    kind.id()));
                }
            }
        }
    }

    /** A file holds entries of many; a hold on one of them must find it. */
    private void personsInFilesKnown(CategoryMapping files) {
        if (form(files) == RecordForm.FILE
                && files.tables()
                        .noneMatch(each -> TableMappingReader.PERSONS.stream()
                                .anyMatch(kind -> each.scopes().containsKey(kind.id())))) {
            faults.add(files.record().line(), SENTENCES.say("mappingfile.does-not-say-who-file-so", files.category()));
        }
    }

    private void prefixesApart() {
        List<ObjectColumn> all = new ArrayList<>();
        for (CategoryMapping table : tables.values()) {
            for (TableMapping each : table.withObjects()) {
                ObjectColumn objects = Objects.requireNonNull(each.objects());
                for (ObjectColumn other : all) {
                    if (overlap(objects, other)) {
                        faults.add(
                                objects.line(),
                                SENTENCES.say(
                                        "mappingfile.prefix-overlaps-line-give-each-table",
                                        SqlIdentifier.shown(objects.prefix()),
                                        SqlIdentifier.shown(other.prefix()),
                                        other.line()));
                    }
                }
                all.add(objects);
            }
        }
    }

    private static boolean overlap(ObjectColumn one, ObjectColumn other) {
        boolean sameBucket =
                one.bucket() == null || other.bucket() == null || one.bucket().equals(other.bucket());
        boolean faulty = one.prefix().isEmpty() || other.prefix().isEmpty();
        return sameBucket
                && !faulty
                && (one.prefix().startsWith(other.prefix()) || other.prefix().startsWith(one.prefix()));
    }
}
