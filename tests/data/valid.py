"""Holds the data of a built site to the public standards they claim, with those standards' own
programs: Frictionless for the package and its tables, JSON Schema for every JSON, RDF for the
catalogue. Prints what is wrong, a line each; the argument is the site's folder."""

import json
import os
import sys
from pathlib import Path

from frictionless import Package
from jsonschema import Draft202012Validator, FormatChecker
from rdflib import Graph, Namespace, RDF
from rdflib.namespace import DCAT, DCTERMS

site = Path(sys.argv[1])
data = site / "data"
wrong = []


def package():
    os.chdir(data)
    found = Package("datapackage.json")
    report = found.validate()
    for task in report.tasks:
        for error in task.errors:
            wrong.append(f"datapackage.json: {task.name}: {error.message}")
    for error in report.errors:
        wrong.append(f"datapackage.json: {error.message}")
    # A second reading of the same table: that nothing was passed over.
    for resource in found.resources:
        rows = resource.read_rows()
        said = json.loads(Path("datapackage.json").read_text("utf-8"))
        of = next(each for each in said["resources"] if each["name"] == resource.name)
        if len(rows) != of["rows"]:
            wrong.append(f"{resource.name}: {len(rows)} rows, said to be {of['rows']}")
    return len(found.resources)


def schemas():
    held = 0
    for file in sorted([*data.rglob("*.json"), site / "MANIFEST.json"]):
        path = file.relative_to(data) if file.is_relative_to(data) else None
        if path and (path.parts[0] == "schemas" or path.name == "datapackage.json"):
            if path.parts[0] == "schemas":
                Draft202012Validator.check_schema(json.loads(file.read_text("utf-8")))
            continue
        if path is None:
            name = "manifest.json"
        elif path.parts[0] == "bulletins":
            name = "bulletin-edition.json"
        else:
            name = path.name
        schema = json.loads((data / "schemas" / name).read_text("utf-8"))
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        for error in validator.iter_errors(json.loads(file.read_text("utf-8"))):
            wrong.append(f"{file.name}: {error.json_path}: {error.message[:200]}")
        held += 1
    return held


def catalogue():
    graph = Graph()
    graph.parse(data=(data / "catalog.jsonld").read_text("utf-8"), format="json-ld",
                publicID="https://example.invalid/data/catalog.jsonld")
    datasets = list(graph.subjects(RDF.type, DCAT.Dataset))
    catalogues = list(graph.subjects(RDF.type, DCAT.Catalog))
    if len(catalogues) != 1:
        wrong.append(f"catalog.jsonld: {len(catalogues)} catalogues")
    for dataset in datasets:
        if (catalogues[0], DCAT.dataset, dataset) not in graph:
            wrong.append(f"catalog.jsonld: {dataset} is in no catalogue")
        for needed in [DCTERMS.title, DCTERMS.description, DCAT.distribution]:
            if graph.value(dataset, needed) is None:
                wrong.append(f"catalog.jsonld: {dataset} has no {needed}")
        for form in graph.objects(dataset, DCAT.distribution):
            address = str(graph.value(form, DCAT.downloadURL))
            size = graph.value(form, DCAT.byteSize)
            file = data / address.rsplit("/", 1)[-1]
            if not file.is_file():
                wrong.append(f"catalog.jsonld: nothing lies at {address}")
            elif file.stat().st_size != size.toPython():
                wrong.append(f"catalog.jsonld: {address} has another size than {size}")
            if graph.value(form, DCAT.mediaType) is None:
                wrong.append(f"catalog.jsonld: {form} has no media type")
    return len(datasets)


told = {"tables": package(), "json": schemas(), "datasets": catalogue()}
print("\n".join(wrong) if wrong else json.dumps(told))
sys.exit(1 if wrong else 0)
