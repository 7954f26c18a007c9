package org.vitrina.kernel.magic;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyFilter;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/// Libraries from Maven repositories, resolved by Maven's own resolver (through MIMA) as the user's `settings.xml`
/// says: mirrors, proxies, servers and the local repository are those that `mvn` uses.
public final class MavenLibraries {
    private final Optional<Path> settings;
    private final Optional<Path> localRepository;
    private final List<RemoteRepository> added = new ArrayList<>();

    /// Uses the settings and the local repository that `mvn` uses.
    public MavenLibraries() {
        this(Optional.empty(), Optional.empty());
    }

    /// @param settings        a `settings.xml` to use in place of the user's
    /// @param localRepository a folder to keep libraries in, in place of the one that the settings name
    public MavenLibraries(Optional<Path> settings, Optional<Path> localRepository) {
        this.settings = settings;
        this.localRepository = localRepository;
    }

    /// Looks in one more repository from now on.
    public void addRepository(String id, String url) throws MagicException {
        if (!url.matches("(?i)(https?|file):.*")) {
            throw new MagicException("the address of a repository begins with https: or file:, but this one is " + url);
        }
        added.removeIf(each -> each.getId().equals(id));
        added.add(new RemoteRepository.Builder(id, "default", url).build());
    }

    /// Returns the jars of these artifacts and of all that they need.
    ///
    /// @param coordinates each `group:artifact:version` or `group:artifact:extension:classifier:version`
    public List<Path> resolve(List<String> coordinates) throws MagicException {
        var dependencies = new ArrayList<Dependency>();
        for (String each : coordinates) {
            dependencies.add(new Dependency(artifact(each), "compile"));
        }
        try (Context maven = context()) {
            return resolve(maven, dependencies, List.of(), List.of("compile", "runtime"));
        }
    }

    private static Artifact artifact(String coordinates) throws MagicException {
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw new MagicException(
                    "an artifact is written group:artifact:version, but this one is " + coordinates, e);
        }
    }

    /// Returns the jars of the dependencies that a pom.xml names.
    ///
    /// @param pom    the whole XML
    /// @param scopes which of them
    public List<Path> resolvePom(String pom, List<String> scopes) throws MagicException {
        try {
            Path folder = Files.createTempDirectory("pom");
            Path file = folder.resolve("pom.xml");
            try {
                Files.writeString(file, pom);
                return resolvePom(file, scopes);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new MagicException("the pom.xml could not be written to a temporary file: " + e, e);
        }
    }

    /// Returns the jars of the dependencies that a pom.xml names.
    public List<Path> resolvePom(Path pom, List<String> scopes) throws MagicException {
        try (Context maven = context()) {
            var model = PomModel.read(maven, pom, repositories(maven));
            return resolve(maven, model.dependencies(scopes), model.managed(), scopes, model.repositories());
        }
    }

    private List<Path> resolve(
            Context maven, List<Dependency> dependencies, List<Dependency> managed, List<String> scopes)
            throws MagicException {
        return resolve(maven, dependencies, managed, scopes, List.of());
    }

    private List<Path> resolve(
            Context maven,
            List<Dependency> dependencies,
            List<Dependency> managed,
            List<String> scopes,
            List<RemoteRepository> more)
            throws MagicException {
        if (dependencies.isEmpty()) {
            return List.of();
        }
        var repositories = new ArrayList<>(repositories(maven));
        repositories.addAll(maven.repositorySystem().newResolutionRepositories(maven.repositorySystemSession(), more));
        var collect = new CollectRequest();
        collect.setDependencies(dependencies);
        collect.setManagedDependencies(managed);
        collect.setRepositories(repositories);
        DependencyFilter inScope = DependencyFilterUtils.classpathFilter(scopes.toArray(String[]::new));
        try {
            return maven
                    .repositorySystem()
                    .resolveDependencies(maven.repositorySystemSession(), new DependencyRequest(collect, inScope))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (RepositoryException e) {
            throw new MagicException(
                    "the libraries could not be fetched: " + e.getMessage() + "; looked in "
                            + repositories.stream()
                                    .map(each -> each.getId() + " (" + each.getUrl() + ")")
                                    .toList()
                            + " and "
                            + maven.repositorySystemSession()
                                    .getLocalRepository()
                                    .getBasedir()
                            + ". Look at the name and version, at the network, and at the mirrors in settings.xml",
                    e);
        }
    }

    private List<RemoteRepository> repositories(Context maven) {
        var repositories = new ArrayList<>(maven.remoteRepositories());
        repositories.addAll(maven.repositorySystem().newResolutionRepositories(maven.repositorySystemSession(), added));
        return repositories;
    }

    private Context context() {
        var overrides = ContextOverrides.create().withUserSettings(true);
        settings.ifPresent(overrides::withUserSettingsXmlOverride);
        localRepository.ifPresent(overrides::withLocalRepositoryOverride);
        return Runtimes.INSTANCE.getRuntime().create(overrides.build());
    }
}
