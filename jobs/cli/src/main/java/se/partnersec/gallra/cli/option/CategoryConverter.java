package se.partnersec.gallra.cli.option;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Reads the name of a category that has a job. */
public final class CategoryConverter implements ITypeConverter<DataCategory> {
    private final List<DataCategory> jobs;

    public CategoryConverter(List<DataCategory> jobs) {
        this.jobs = jobs;
    }

    @Override
    public DataCategory convert(String name) {
        return DataCategory.parse(name)
                .filter(jobs::contains)
                .orElseThrow(() -> new TypeConversionException("there is no category '" + name + "'; choose from "
                        + jobs.stream().map(DataCategory::id).collect(Collectors.joining(", "))));
    }
}
