// Our goldens are written by the serializer that users get.
module.exports = require('../../src/testing/golden').yamlSerializer;
