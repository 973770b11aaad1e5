/** What mindspore.nn.SyncBatchNorm 2.10.0 raises on a CPU, by key; the words are MindSpore's, slips of the pen included. */
export const mindsporeErrors = {
  'unexpected-argument': {
    type: 'TypeError',
    words: "SyncBatchNorm.__init__() got an unexpected keyword argument '{{name:text}}'",
    when: 'an argument that the constructor does not have',
    source: 'Python',
  },
  'missing-num-features': {
    type: 'TypeError',
    words: "SyncBatchNorm.__init__() missing 1 required positional argument: 'num_features'",
    when: 'no num_features',
    source: 'Python',
  },
  'num-features-type': {
    type: 'TypeError',
    words: "For 'SyncBatchNorm', the type of 'num_features' should be 'int', but got type '{{type:name}}'.",
    when: 'num_features no int, or a bool',
    source: 'nn/layer/normalization.py',
  },
  'num-features-range': {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', the 'num_features' must be at least 1, but got {{features:integer}}.",
    when: 'num_features below 1',
    source: 'nn/layer/normalization.py',
  },
  'momentum-type': {
    type: 'TypeError',
    words: "'<' not supported between instances of '{{type:name}}' and 'int'",
    when: 'momentum no number',
    source: 'nn/layer/normalization.py',
  },
  'momentum-range': {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', the 'momentum' must be a number in range [0, 1], but got {{momentum:number}}.",
    when: 'momentum outside the range from 0 to 1',
    source: 'nn/layer/normalization.py',
  },
  'truth-of-tensor': {
    type: 'ValueError',
    words: 'The tensor should have only one element, but got {{elements:integer}}, more than one element is ambiguous.',
    when: 'momentum or process_groups a tensor of several values',
    source: 'common/tensor.py Tensor.__bool__',
  },
  'use-batch-statistics-type': {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', the 'use_batch_statistics' must be a boolean value or None, but got {{value:text}}.",
    when: 'use_batch_statistics neither a bool nor None',
    source: 'nn/layer/normalization.py',
  },
  'initialiser-type': {
    type: 'TypeError',
    words:
      "For 'initializer', the type of the 'init' argument should be 'Tensor', 'number', 'string' or 'initializer', but got <class '{{type:path}}'>.",
    when: 'an initialiser that is None or a list',
    source: 'common/initializer.py initializer',
  },
  'initialiser-shape': {
    type: 'ValueError',
    words:
      "For 'initializer', the shape of the 'init' argument should be same as the argument 'shape', but got the 'init' shape [{{got:extents}}] and the 'shape' [{{features:integer}}].",
    when: 'an initialiser that is a tensor of another shape than [num_features]',
    source: 'common/initializer.py initializer',
  },
  'initialiser-unknown': {
    type: 'ValueError',
    words: "For 'initializer', the class corresponding to '{{name:text}}' was not found.",
    when: 'an initialiser whose name is none of the registered ones',
    source: 'common/initializer.py initializer',
  },
  'initialiser-sparse': {
    type: 'TypeError',
    words: "Sparse.__init__() missing 1 required positional argument: 'sparsity'",
    when: 'the initialiser sparse, which cannot be made by its name',
    source: 'common/initializer.py Sparse',
  },
  'initialiser-fan': {
    type: 'ValueError',
    words: "'fan_in' and 'fan_out' can not be computed for tensor with fewer than 2 dimensions, but got dimensions 1.",
    when: 'the documented initialisers xavier_uniform and he_uniform, their normal kin and variancescaling: always',
    source: 'common/initializer.py _calculate_fan_in_and_fan_out',
  },
  'initialiser-identity': {
    type: 'ValueError',
    words: 'For Identity initializer, the dimension of the initialized tensor should be 2, but got 1.',
    when: 'the initialiser identity: always',
    source: 'common/initializer.py Identity',
  },
  'initialiser-dirac': {
    type: 'ValueError',
    words: 'For Dirac initializer, only support to initialize tensor with dimension of 3, 4 or 5, but got 1.',
    when: 'the initialiser dirac: always',
    source: 'common/initializer.py Dirac',
  },
  'initialiser-orthogonal': {
    type: 'ValueError',
    words: 'For Orthogonal initializer, the dimension of the initialized tensor should be no less than 2, but got 1.',
    when: 'the initialiser orthogonal: always',
    source: 'common/initializer.py Orthogonal',
  },
  'initialiser-abstract': {
    type: 'NotImplementedError',
    words: 'Must be overridden!',
    when: 'an object of the base class Initializer itself',
    source: 'common/initializer.py Initializer',
  },
  'out-of-memory': {
    type: 'MemoryError',
    words: 'Unable to allocate {{size:size}} for an array with shape ({{features:integer}},) and data type float32',
    when: 'num_features of more bytes than an address space has',
    source: 'NumPy',
  },
  'dtype-none': {
    type: 'ValueError',
    words: 'init, dtype and shape must have values at the same time.',
    when: 'dtype None',
    source: 'common/tensor.py Tensor',
  },
  'dtype-type': {
    type: 'TypeError',
    words:
      "For 'Tensor', the 'dtype' should be one of [mindspore.int8, mindspore.int16, mindspore.int32, mindspore.int64, mindspore.uint8, mindspore.uint16, mindspore.uint32, mindspore.uint64, mindspore.float16, mindspore.float32, mindspore.float64, mindspore.bfloat16, mindspore.complex64, mindspore.complex128, mindspore.int4, mindspore.bool_, mindspore.string_], but got '<class '{{type:path}}'>'.",
    when: 'dtype no mindspore.dtype',
    source: 'common/tensor.py Tensor',
  },
  'affine-type': {
    type: 'TypeError',
    words: 'The argument `requires_grad` must be bool type',
    when: 'affine no bool',
    source: 'common/parameter.py Parameter.requires_grad',
  },
  'process-groups-type': {
    type: 'ValueError',
    words: "The parameter 'process_groups' must be isinstance of <class 'list'>, but got {{value:text}}.",
    when: 'process_groups no list, and not equal to 0',
    source: 'nn/layer/normalization.py',
  },
  'group-not-iterable': {
    type: 'TypeError',
    words: "'{{type:name}}' object is not iterable",
    when: 'process_groups a list with something that is no list and no string',
    source: 'nn/layer/normalization.py _check_rank_ids',
  },
  'group-type': {
    type: 'ValueError',
    words: "The parameter 'sub group' must be isinstance of <class 'list'>, but got {{value:text}}.",
    when: 'process_groups a list with an empty string, which holds no wrong rank',
    source: 'nn/layer/normalization.py _create_sync_groups',
  },
  'rank-type': {
    type: 'TypeError',
    words: "For 'SyncBatchNorm', the 'rank id in process_groups' must be 'int',  but got '{{type:name}}'.",
    when: 'a rank in process_groups that is no int, or a bool',
    source: 'nn/layer/normalization.py _check_rank_ids',
  },
  'rank-range': {
    type: 'ValueError',
    words:
      "For 'SyncBatchNorm', the 'rank id in process_groups' must be in range of [0, {{size:integer}}), but got {{rank:integer}} with type 'int'.",
    when: 'a rank in process_groups that the world does not have',
    source: 'nn/layer/normalization.py _check_rank_ids',
  },
  'rank-duplicated': {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', rank id in 'process_groups' must not be duplicated, but got {{groups:text}}.",
    when: 'a rank in process_groups twice',
    source: 'nn/layer/normalization.py _check_rank_ids',
  },
  'synchronised-eps-type': {
    type: 'TypeError',
    words: "For 'SyncBatchNorm', the 'epsilon' must be 'float',  but got '{{type:name}}'.",
    when: 'eps no float, on a rank that would synchronise',
    source: 'ops/operations/_inner_ops.py SyncBatchNorm',
  },
  'synchronised-eps-range': {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', the 'epsilon' must be in range of (0, 1], but got {{eps:number}} with type 'float'.",
    when: 'eps outside the range from 0 to 1, or 0, on a rank that would synchronise',
    source: 'ops/operations/_inner_ops.py SyncBatchNorm',
  },
  'group-name': {
    type: 'ValueError',
    words: "The parameter 'group' must be isinstance of <class 'str'>, but got None.",
    when: 'process_groups None in a world of several: a CPU has no group of that name',
    source: 'ops/operations/_inner_ops.py SyncBatchNorm',
  },
  'device-number': {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', the 'device_num' must be int and must >= 2, but got '{{devices:integer}}' with type 'int'.",
    when: 'a last group of fewer than two ranks, on the ranks of another one: its size is taken for all',
    source: 'nn/layer/normalization.py _create_sync_groups',
  },
  dimensions: {
    type: 'ValueError',
    words: "For 'SyncBatchNorm', the must have 2 dims or 4 dims, but got {{dimensions:integer}}.",
    when: 'an input of other than two or four dimensions',
    source: 'nn/layer/normalization.py SyncBatchNorm._check_input_dim',
  },
  signature: {
    type: 'TypeError',
    words:
      'Failed calling BatchNorm with "BatchNorm(is_training=bool, epsilon={{eps:signature}}, momentum={{momentum:signature}}, data_format=string)(input_x=Tensor, scale=Tensor, bias=Tensor, mean=Tensor, variance=Tensor)".',
    when: 'eps no float, or momentum a tensor with dimensions where the batch normalises',
    source: 'ops.BatchNorm',
  },
  'eps-range': {
    type: 'ValueError',
    words: 'For primitive[BatchNorm], the eps must be in (0,1], but got {{eps:number}}.',
    when: 'eps outside the range from 0 to 1 as a float32, or 0 there',
    source: 'ops.BatchNorm',
  },
  'momentum-nan': {
    type: 'ValueError',
    words: 'For primitive[BatchNorm], the momentum must be in (0,1], but got nan.',
    when: 'momentum NaN, where the batch normalises',
    source: 'ops.BatchNorm',
  },
  'channel-mismatch': {
    type: 'ValueError',
    words:
      "For BatchNorm, scale.shape[0] should be equal to input_x's channel dimension: {{channels:integer}}, bug got scale.shape[0]: {{features:integer}}.",
    when: 'an input of another number of channels than num_features',
    source: 'ops.BatchNorm',
  },
  'input-dtype': {
    type: 'TypeError',
    words:
      'For primitive[BatchNorm], the input argument[input_x] must be a type of {Tensor[Float16], Tensor[Float32]}, but got Tensor[{{dtype:name}}].',
    when: 'an input that is neither float16 nor float32',
    source: 'ops.BatchNorm',
  },
  'mixed-dtypes': {
    type: 'TypeError',
    words: 'For primitive[BatchNorm], the input type must be same.',
    when: 'parameters and moving statistics that are not all of one type',
    source: 'ops.BatchNorm',
  },
  'parameter-dtype': {
    type: 'TypeError',
    words:
      'For primitive[BatchNorm], the input argument[bias] must be a type of {Tensor[Float16], Tensor[Float32]}, but got Ref[Tensor[{{dtype:name}}]].',
    when: 'parameters and moving statistics all float64, or all bfloat16',
    source: 'ops.BatchNorm',
  },
} as const;
