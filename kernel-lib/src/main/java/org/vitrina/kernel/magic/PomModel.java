package org.vitrina.kernel.magic;

import eu.maveniverse.maven.mima.context.Context;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.FileModelSource;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.model.building.ModelSource;
import org.apache.maven.model.resolution.ModelResolver;
import org.apache.maven.model.resolution.UnresolvableModelException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/// What a pom.xml says once its parents, properties and imported versions have been worked in.
record PomModel(Model model) {

    /// Reads a pom.xml; parents come from beside it or from the repositories.
    static PomModel read(Context maven, Path pom, List<RemoteRepository> repositories) throws MagicException {
        var request = new DefaultModelBuildingRequest()
                .setPomFile(pom.toFile())
                .setProcessPlugins(false)
                .setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL)
                .setSystemProperties(System.getProperties())
                .setModelResolver(new Parents(maven, new ArrayList<>(repositories)));
        try {
            return new PomModel(new DefaultModelBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveModel());
        } catch (ModelBuildingException e) {
            throw new MagicException("the pom.xml cannot be read: " + e.getMessage(), e);
        }
    }

    /// Returns the dependencies of these scopes.
    List<Dependency> dependencies(List<String> scopes) {
        return model.getDependencies().stream()
                .map(PomModel::dependency)
                .filter(each -> scopes.contains(each.getScope()))
                .toList();
    }

    /// Returns the versions that it fixes for what its dependencies need.
    List<Dependency> managed() {
        return model.getDependencyManagement() == null
                ? List.of()
                : model.getDependencyManagement().getDependencies().stream()
                        .map(PomModel::dependency)
                        .toList();
    }

    List<RemoteRepository> repositories() {
        return model.getRepositories().stream().map(PomModel::repository).toList();
    }

    private static RemoteRepository repository(Repository each) {
        return new RemoteRepository.Builder(each.getId(), "default", each.getUrl()).build();
    }

    private static Dependency dependency(org.apache.maven.model.Dependency each) {
        boolean tests = "test-jar".equals(each.getType());
        String classifier = tests && each.getClassifier() == null ? "tests" : each.getClassifier();
        Artifact artifact = new DefaultArtifact(
                each.getGroupId(), each.getArtifactId(), classifier, tests ? "jar" : each.getType(), each.getVersion());
        List<Exclusion> exclusions = each.getExclusions().stream()
                .map(out -> new Exclusion(out.getGroupId(), out.getArtifactId(), "*", "*"))
                .toList();
        String scope = each.getScope() == null || each.getScope().isEmpty() ? "compile" : each.getScope();
        return new Dependency(artifact, scope, each.isOptional(), exclusions);
    }

    /// Fetches the pom.xml files that a pom.xml builds on.
    private record Parents(Context maven, List<RemoteRepository> repositories) implements ModelResolver {
        @Override
        public ModelSource resolveModel(String group, String name, String version) throws UnresolvableModelException {
            try {
                var request = new ArtifactRequest(new DefaultArtifact(group, name, "pom", version), repositories, null);
                File file = maven.repositorySystem()
                        .resolveArtifact(maven.repositorySystemSession(), request)
                        .getArtifact()
                        .getFile();
                return new FileModelSource(file);
            } catch (ArtifactResolutionException e) {
                throw new UnresolvableModelException(e.getMessage(), group, name, version, e);
            }
        }

        @Override
        public ModelSource resolveModel(Parent parent) throws UnresolvableModelException {
            return resolveModel(parent.getGroupId(), parent.getArtifactId(), parent.getVersion());
        }

        @Override
        public ModelSource resolveModel(org.apache.maven.model.Dependency bom) throws UnresolvableModelException {
            return resolveModel(bom.getGroupId(), bom.getArtifactId(), bom.getVersion());
        }

        @Override
        public void addRepository(Repository repository) {
            addRepository(repository, false);
        }

        @Override
        public void addRepository(Repository repository, boolean replace) {
            repositories.add(repository(repository));
        }

        @Override
        public ModelResolver newCopy() {
            return new Parents(maven, new ArrayList<>(repositories));
        }

        private static RemoteRepository repository(Repository each) {
            return PomModel.repository(each);
        }
    }
}
